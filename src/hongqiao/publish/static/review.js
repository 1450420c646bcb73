/* The review by keyboard: c corrects, m merges, s splits, o leaves open, w writes why, u undoes the last, ? shows the keys.
   j, k, a and r are those of every list of claims. Without scripts each card works by its forms. */
(() => {
  "use strict";
  const typing = (element) => element.closest?.("input:not([type=radio]), textarea, select, [contenteditable]");
  const card = (element) => element?.closest?.("[data-claim]") ?? null;
  const judged = [];
  const press = (claim, verdict) => {
    const button = claim?.querySelector(`button[data-verdict="${verdict}"]`);
    if (!button) return false;
    sessionStorage.setItem("after", claim.dataset.claim);
    button.click();
    return true;
  };
  const unfold = (claim, key) => {
    const part = claim?.querySelector(`details[data-open="${key}"]`);
    if (!part) return false;
    part.open = true;
    part.querySelector("input:not([type=hidden])")?.focus();
    return true;
  };
  const why = (claim, then) => {
    const field = claim?.querySelector("input.reason");
    if (!field) return false;
    if (then) field.dataset.then = then;
    field.focus();
    return true;
  };
  const back = () => {
    const last = [...judged].reverse().find((id) => document.getElementById(`claim-${id}`)?.dataset.state !== "waiting");
    if (!last) return false;
    const claim = document.getElementById(`claim-${last}`);
    claim.focus();
    return press(claim, "undone");
  };
  const keys = {
    c: (claim) => unfold(claim, "c"),
    m: (claim) => unfold(claim, "m"),
    s: (claim) => press(claim, "apart") || press(claim, "accepted"),
    o: (claim) => (claim?.querySelector("input.reason")?.value ? press(claim, "open") : why(claim, "open")),
    w: (claim) => why(claim),
    u: (claim) => (claim && claim.dataset.state !== "waiting" ? press(claim, "undone") : back()),
    "?": () => {
      const help = document.getElementById("keys");
      help.open = !help.open;
      return true;
    },
  };
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const field = typing(event.target);
      if (event.key === "Escape" && (field || card(event.target))) {
        card(event.target)?.focus();
        return;
      }
      if (field) {
        if (event.key !== "Enter" || !field.dataset.then) return;
        event.preventDefault();
        if (field.value) press(card(field), field.dataset.then);
        return;
      }
      if (event.target.matches?.("[data-figure]") && event.key === "c") return; // copies the figure
      const key = keys[event.key];
      if (key?.(card(event.target))) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
    true,
  );
  document.addEventListener("htmx:beforeRequest", (event) => {
    const claim = card(event.target);
    if (!claim || event.target.tagName !== "FORM" || event.target.matches(".find")) return;
    judged.push(claim.dataset.claim);
    sessionStorage.setItem("after", claim.dataset.claim);
  });
  /* what was just loaded for a choice gets the focus, so that the arrows choose */
  document.addEventListener("htmx:afterSettle", (event) => {
    event.target.querySelector?.(".choose input[type=radio]")?.focus();
  });
})();
