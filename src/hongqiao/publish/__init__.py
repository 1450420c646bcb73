"""The public face: pages, forms, the interface for machines. The only room that knows HTTP."""
