// A signature drawn with a finger, a pen or a mouse; a photograph made small on the device, without its place.
(() => {
  "use strict";

  // Draws in a canvas; `changed(empty)` is told after each stroke. Ink is dark on white whatever the shade of the page.
  const pad = (canvas, changed) => {
    const pen = canvas.getContext("2d");
    let drawing = false, empty = true;
    const clear = () => {
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      empty = true;
      changed(true);
    };
    const place = (event) => {
      const frame = canvas.getBoundingClientRect();
      return [((event.clientX - frame.left) * canvas.width) / frame.width, ((event.clientY - frame.top) * canvas.height) / frame.height];
    };
    canvas.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      drawing = true;
      pen.strokeStyle = "#111";
      pen.lineWidth = 3;
      pen.lineCap = pen.lineJoin = "round";
      pen.beginPath();
      pen.moveTo(...place(event));
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!drawing) return;
      pen.lineTo(...place(event));
      pen.stroke();
      empty = false;
    });
    for (const kind of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(kind, () => {
        drawing = false;
        changed(empty);
      });
    }
    clear();
    return { clear, picture: () => canvas.toDataURL("image/png") };
  };

  // 1 600 pixels at most, as JPEG: a canvas keeps neither place nor device.
  const shrunk = async (file) => {
    if (!file.type.startsWith("image/")) return file;
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const ratio = Math.min(1, 1600 / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(image.width * ratio));
    canvas.height = Math.max(1, Math.round(image.height * ratio));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
    return new File([blob], "photo.jpg", { type: "image/jpeg" });
  };

  window.clausesPad = { pad, shrunk };

  for (const form of document.querySelectorAll("form[data-pad]")) {
    form.hidden = false;
    const send = form.querySelector("[data-pad-send]");
    const made = pad(form.querySelector("canvas"), (empty) => { send.disabled = empty; });
    form.querySelector("[data-pad-clear]").addEventListener("click", made.clear);
    form.addEventListener("submit", () => { form.elements.dessin.value = made.picture(); });
  }

  document.addEventListener("change", async (event) => {
    const field = event.target;
    if (!field.matches?.("input[type=file][data-shrink]") || !field.files.length) return;
    try {
      const held = new DataTransfer();
      held.items.add(await shrunk(field.files[0]));
      field.files = held.files;
    } catch {
      // Not a picture that this device can draw: the server takes its metadata away, or refuses it.
    }
  });
})();
