/* Copying with source, keys, dropping files. Every page works without it. */
(() => {
  "use strict";
  const told = document.getElementById("told");
  const tell = (text) => {
    told.textContent = text;
    told.classList.add("shown");
    setTimeout(() => told.classList.remove("shown"), 2200);
  };

  /* The sources of a figure stand once in its panel; its sentence and its footnote are made of them. */
  const words = (button) => {
    const { copy: whole, copyAfter: head } = button.dataset;
    if (whole !== undefined) return whole;
    const sources = button.closest("[data-sources]").dataset.sources;
    return head ? `${head} (${sources})` : `${sources}.`;
  };

  async function copy(button) {
    const text = words(button);
    try {
      await navigator.clipboard.writeText(text);
      tell(document.body.dataset.copied);
      button.classList.add("copied");
      setTimeout(() => button.classList.remove("copied"), 2200);
    } catch {
      const box = document.createElement("textarea");
      box.value = text;
      box.readOnly = true;
      button.closest(".basis, .copying, li, p").append(box);
      box.select();
      tell(document.body.dataset.notCopied);
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy], [data-copy-after]");
    if (button) copy(button);
  });

  /* Keys: / finds, c copies the figure that has the focus, and in a list of claims j k move, a r judge, u undoes. */
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
  const claims = () => [...document.querySelectorAll("[data-claim]")];
  const current = () => document.activeElement.closest?.("[data-claim]") ?? null;
  const go = (step) => {
    const list = claims();
    if (!list.length) return false;
    const at = list.indexOf(current());
    const next = list[Math.max(0, Math.min(list.length - 1, at < 0 ? 0 : at + step))];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    return true;
  };
  const judge = (verdict) => {
    const claim = current();
    const button = claim?.querySelector(`button[data-verdict="${verdict}"]`);
    if (!button || button.disabled) return false;
    sessionStorage.setItem("after", claim.dataset.claim);
    button.click();
    return true;
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    let done = false;
    if (event.key === "/") {
      document.querySelector('[data-key="/"]')?.focus();
      done = true;
    } else if (event.key === "j" || event.key === "k") done = go(event.key === "j" ? 1 : -1);
    else if (event.key === "a") done = judge("accepted");
    else if (event.key === "r") done = judge("rejected");
    else if (event.key === "u") done = judge("undone");
    else if (event.key === "c" && event.target.matches?.("[data-figure]")) {
      const button = document.querySelector(`#b-${event.target.dataset.figure} .copying button`);
      if (button) copy(button);
      done = true;
    }
    if (done) event.preventDefault();
  });

  /* After a judgement the next claim has the focus, so that a list is judged without the mouse. */
  const onward = (id) => {
    const list = claims();
    const at = list.findIndex((claim) => claim.dataset.claim === id);
    if (at < 0) return;
    const open = list.slice(at).find((claim) => claim.dataset.state === "waiting") ?? list[at];
    open.focus({ preventScroll: true });
    open.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("htmx:afterSettle", () => {
    const id = sessionStorage.getItem("after");
    if (id) onward(id);
    sessionStorage.removeItem("after");
  });

  /* Dropping files: onto the field itself, or anywhere on the page that has one. */
  const field = document.querySelector('input[type="file"][data-drop]');
  if (field) {
    const zone = field.closest(".drop");
    const names = zone.querySelector(".names");
    const list = () => (names.textContent = [...field.files].map((file) => file.name).join(" · "));
    field.addEventListener("change", list);
    for (const kind of ["dragover", "dragenter"])
      document.addEventListener(kind, (event) => {
        event.preventDefault();
        zone.classList.add("over");
      });
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) zone.classList.remove("over");
    });
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("over");
      if (event.dataTransfer.files.length) {
        field.files = event.dataTransfer.files;
        list();
      }
    });
  }
})();
