"""A programme as plain files: any web server can carry them, from any folder; every number still opens its basis."""

from hongqiao.publish.static_site.export import Exported, export_site

__all__ = ["Exported", "export_site"]
