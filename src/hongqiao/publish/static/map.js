/* Maps from the page's own data: outlines, rims, links, stops, places. No tiles, nothing from elsewhere. */
const box = document.querySelector("[data-map]");
const note = box?.querySelector("[data-map-note]");
const read = (id) => JSON.parse(document.getElementById(id).textContent);

function canDraw() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2", { failIfMajorPerformanceCaveat: false }));
  } catch {
    return false;
  }
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function byRing() {
  return ["match", ["get", "ring"], 1, colour("--ring-1"), 2, colour("--ring-2"), colour("--ring-3")];
}

/* What each layer paints, asked again when the reader turns to dark or light. */
function paints() {
  return {
    paper: { "background-color": colour("--paper") },
    land: { "fill-color": colour("--land") },
    border: { "line-color": colour("--border"), "line-width": 1 },
    rims: { "fill-color": byRing(), "fill-opacity": 0.1 },
    "rim-lines": { "line-color": byRing(), "line-width": 1.2, "line-opacity": 0.7 },
    links: { "line-color": colour("--rail"), "line-width": 2 },
    places: {
      "circle-color": ["case", [">", ["get", "projects"], 0], colour("--project"), colour("--ink")],
      "circle-radius": ["case", ["get", "own"], 5, 3],
      "circle-stroke-color": colour("--paper"),
      "circle-stroke-width": 1,
    },
    stops: {
      "circle-color": byRing(),
      "circle-radius": 6,
      "circle-stroke-color": colour("--paper"),
      "circle-stroke-width": 1.5,
    },
    entered: {
      "circle-color": colour("--sheet"),
      "circle-radius": 6,
      "circle-stroke-color": colour("--ring-1"),
      "circle-stroke-width": 3,
    },
  };
}

const KINDS = { paper: "background", land: "fill", border: "line", rims: "fill", "rim-lines": "line", links: "line" };
const SOURCES = { land: "outline", border: "outline", "rim-lines": "rims" };

function style(data) {
  const empty = { type: "FeatureCollection", features: [] };
  const outline = document.querySelector('link[rel="alternate"][type="application/geo+json"]');
  const given = { outline: outline ? outline.href : empty, ...data };
  const sources = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      { type: "geojson", data: value },
    ]),
  );
  const layers = Object.entries(paints()).map(([id, paint]) => {
    const type = KINDS[id] ?? "circle";
    return type === "background" ? { id, type, paint } : { id, type, source: SOURCES[id] ?? id, paint };
  });
  return { version: 8, sources, layers };
}

function corners(data) {
  const points = ["stops", "entered", "places"].flatMap((name) =>
    data[name].features.map((feature) => feature.geometry.coordinates),
  );
  if (!points.length) return null;
  const [x, y] = [points.map((point) => point[0]), points.map((point) => point[1])];
  const [west, east, south, north] = [Math.min(...x), Math.max(...x), Math.min(...y), Math.max(...y)];
  const room = Math.max(east - west, north - south) < 0.05 ? 0.05 : 0;
  return [[west - room, south - room], [east + room, north + room]];
}

/* Names beside the dots, as elements of the page: they take its fonts in every script. The larger circle gives way. */
function names(map, data) {
  const layer = document.createElement("div");
  layer.setAttribute("aria-hidden", "true");
  box.append(layer);
  const places = data.places.features.filter((item) => item.properties.own || !data.stops.features.length);
  const wanted = [...data.entered.features, ...places, ...data.stops.features];
  const once = new Map(wanted.map((item) => [item.properties.name, item]));
  const labels = [...once.values()].map((item) => {
    const label = document.createElement("span");
    label.className = "map-name";
    label.textContent = item.properties.name;
    layer.append(label);
    return { label, at: item.geometry.coordinates };
  });
  const place = () => {
    const taken = [];
    for (const { label, at } of labels) {
      const { x, y } = map.project(at);
      const [width, height] = [label.offsetWidth, label.offsetHeight];
      const spot = { left: x + 9, top: y - height / 2, right: x + 9 + width, bottom: y + height / 2 };
      const inside = spot.left > 0 && spot.top > 0 && spot.right < box.clientWidth && spot.bottom < box.clientHeight;
      const free = taken.every(
        (other) => spot.right < other.left || spot.left > other.right || spot.bottom < other.top || spot.top > other.bottom,
      );
      label.style.visibility = inside && free ? "visible" : "hidden";
      if (!inside || !free) continue;
      taken.push(spot);
      label.style.left = `${spot.left}px`;
      label.style.top = `${spot.top}px`;
    }
  };
  map.on("move", place);
  map.on("resize", place);
  place();
}

function leadToRows(map) {
  for (const [layer, prefix] of [["stops", "stop-"], ["places", "place-"]]) {
    map.on("click", layer, (event) => {
      const row = document.getElementById(prefix + event.features[0].properties.id);
      // what this page does not list stands on the page of all stops
      if (!row && box.dataset.rows) location.assign(`${box.dataset.rows}#${prefix}${event.features[0].properties.id}`);
      row?.focus({ preventScroll: true });
      row?.scrollIntoView({ block: "center" });
    });
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
}

async function draw() {
  note.textContent = note.dataset.waiting;
  if (!canDraw()) {
    note.textContent = note.dataset.without;
    return;
  }
  const data = read("map-data");
  const maplibre = await import(document.getElementById("map-library").src);
  maplibre.setWorkerUrl(document.getElementById("map-worker").src);
  const holder = document.createElement("div");
  box.append(holder);
  const map = new maplibre.Map({
    container: holder,
    style: style(data),
    bounds: corners(data) ?? [[-180, -60], [180, 75]],
    fitBoundsOptions: { padding: 48, maxZoom: 11 },
    attributionControl: false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 0,
    locale: read("map-words"),
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.ScaleControl({ maxWidth: 90 }), "bottom-left");
  map.on("load", () => {
    note.remove();
    names(map, data);
    leadToRows(map);
    box.dataset.drawn = "yes";
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const [layer, paint] of Object.entries(paints()))
      for (const [property, value] of Object.entries(paint)) map.setPaintProperty(layer, property, value);
  });
}

if (box)
  draw().catch(() => {
    note.textContent = note.dataset.failed;
  });
for (const radio of document.querySelectorAll(".map-choice input[type=radio]"))
  radio.addEventListener("change", () => radio.form.submit());
