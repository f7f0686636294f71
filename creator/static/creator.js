// Small comforts; every page works without them. One listener per kind, no inline handlers.
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  if (/MicroMessenger/i.test(navigator.userAgent)) root.classList.add("wechat");
  const summary = document.querySelector("[data-summary]");
  if (summary) summary.focus();

  // A form is sent once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) return event.preventDefault();
    if (form.method === "post") form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((f) => delete f.dataset.sent));

  // A drawing wider than its box is opened where one stands.
  document.addEventListener("toggle", (event) => {
    const box = event.target.querySelector(".drawing .scroll"), here = box && box.querySelector(".here");
    if (!here || !event.target.open) return;
    const [at, room] = [here.getBoundingClientRect(), box.getBoundingClientRect()];
    box.scrollLeft += at.left - room.left - (room.width - at.width) / 2;
  }, true);

  // Slider, chips and number of a score say the same.
  const agree = (box, value) => {
    box.querySelector("input:not([type=range])").value = value;
    box.querySelector("[data-slider]").value = value;
    box.querySelectorAll(".chip").forEach((chip) => chip.setAttribute("aria-pressed", chip.dataset.points === String(value)));
    box.classList.toggle("filled", value !== "");
  };
  document.addEventListener("input", (event) => {
    const box = event.target.closest("[data-score]");
    if (box) agree(box, event.target.value);
    const form = event.target.closest("form[data-autosave]");
    if (form) soon(form);
  });
  document.addEventListener("click", (event) => {
    const chip = event.target.closest(".chip[data-points]");
    if (!chip) return;
    agree(chip.closest("[data-score]"), chip.dataset.points);
    const form = chip.closest("form[data-autosave]");
    if (form) soon(form);
  });

  // The form is closed: what was typed stays to be copied, and nothing can be sent any more.
  const shut = (form) => {
    form.querySelectorAll("input, textarea").forEach((i) => { i.readOnly = true; });
    const pressed = "button, input[type=range], input[type=radio], input[type=checkbox], select";
    [...form.querySelectorAll(pressed), ...document.querySelectorAll(`button[form="${form.id}"]`)].forEach((i) => { i.disabled = true; });
  };

  // <form data-autosave="url">: sent 800 ms after the last keystroke; [data-saved] tells how it went.
  const soon = (form) => { clearTimeout(form.timer); form.timer = setTimeout(() => save(form), 800); };
  const save = async (form) => {
    const said = document.querySelectorAll("[data-saved]");
    const tell = (failed, words) => said.forEach((e) => { e.classList.toggle("failed", failed); e.textContent = words; });
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "autosave" } });
      const body = await answer.json();
      if (body.revision !== undefined && form.elements.revision) form.elements.revision.value = body.revision;
      tell(!answer.ok, body.said);
      if (body.shut) shut(form);
    } catch { tell(true, said[0]?.dataset.failed || "!"); }
  };
})();
