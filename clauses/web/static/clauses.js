// What pages gain from a script; each works without it.
(() => {
  "use strict";

  // Pages answer by status too: a form that comes back with its errors (422) is shown, not dropped.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const status = event.detail.xhr.status;
    if (status === 422 || status === 409 || status === 403) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  // After a piece of the page is replaced, what must be corrected is read first.
  document.addEventListener("htmx:afterSettle", (event) => {
    const wrong = event.target.querySelector("[role=alert]");
    if (wrong) wrong.focus();
  });

  // Tick them all: <input type=checkbox data-ticks="ligne"> governs every box of that name in its form.
  document.addEventListener("change", (event) => {
    const name = event.target.dataset.ticks;
    if (!name) return;
    for (const box of event.target.form.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)) {
      if (!box.disabled) box.checked = event.target.checked;
    }
  });

  // A list of choices that filters sends itself when it is chosen by hand; with the keyboard, where each arrow is a
  // choice, its button does.
  let byHand = false;
  document.addEventListener("pointerdown", () => { byHand = true; }, true);
  document.addEventListener("keydown", () => { byHand = false; }, true);
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto]");
    if (form && !byHand && event.target.type !== "file") return;
    // In a form that sends a file, only the file sends it: the other choices are made before.
    if (form && (form.method === "get" || event.target.type === "file")) form.requestSubmit();
  });

  // A drop of files on the deposit zone fills its field.
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const zone = event.target.closest?.("[data-drop]");
      if (!zone) return;
      event.preventDefault();
      zone.classList.toggle("dropping", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) {
        const field = zone.querySelector("input[type=file]");
        field.files = event.dataTransfer.files;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  }

  // Keys for a queue: <a data-key="j">; never while typing.
  const shortcuts = document.querySelector("[data-shortcuts]");
  if (shortcuts) {
    shortcuts.closest("div").classList.add("shown");
    shortcuts.checked = localStorage.getItem("raccourcis") !== "non";
    shortcuts.addEventListener("change", () => localStorage.setItem("raccourcis", shortcuts.checked ? "oui" : "non"));
  }
  document.addEventListener("keydown", (event) => {
    if (shortcuts && !shortcuts.checked) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), select, textarea")) return;
    const boxes = [...document.querySelectorAll("[data-rows] tbody input[type=checkbox]:not(:disabled)")];
    if (boxes.length && (event.key === "j" || event.key === "k")) {
      const at = boxes.indexOf(document.activeElement) + (event.key === "j" ? 1 : -1);
      boxes[Math.min(Math.max(at, 0), boxes.length - 1)].focus();
      event.preventDefault();
      return;
    }
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (target) {
      event.preventDefault();
      target.click();
    }
  });

  // Cells copied from a spreadsheet fill the grid from the cell where they are pasted.
  document.addEventListener("paste", (event) => {
    const table = event.target.closest?.("[data-grid]");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!table || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input:not([type=hidden]), select")]);
    const top = rows.findIndex((row) => row.includes(event.target));
    const left = rows[top].indexOf(event.target);
    text.replace(/\s+$/, "").split(/\r?\n/).forEach((line, down) => {
      line.split("\t").forEach((cell, right) => {
        const field = rows[top + down]?.[left + right];
        if (field) field.value = cell.trim();
      });
    });
  });

  // What unfolds over the page folds again when one goes elsewhere, or with Escape.
  const unfolded = () => document.querySelectorAll(".menu-bar details[open]");
  for (const kind of ["click", "focusin"]) {
    document.addEventListener(kind, (event) => {
      for (const one of unfolded()) if (!one.contains(event.target)) one.open = false;
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const one of unfolded()) {
      one.open = false;
      one.querySelector("summary").focus();
    }
  });

  // Filters stand open where there is room for them; where the sheet of styles cannot do it, the script does.
  if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 40.01rem)").matches) {
    for (const one of document.querySelectorAll("details.fold")) one.open = true;
  }

  // « Imprimer » buttons.
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
})();
