// The running total of a score sheet while it is typed; what counts is what the server adds up.
(() => {
  const shown = document.querySelector("[data-total]"), form = document.getElementById("sheet");
  if (!shown || !form) return;
  const inputs = [...form.querySelectorAll("input[data-weight]")];
  const bar = document.querySelector(".sticky-foot progress"), words = document.querySelector(".sticky-foot .progress-line span");
  const add = () => {
    const typed = inputs.filter((i) => /^\s*[0-9０-９]+([.．][0-9０-９]+)?\s*$/.test(i.value));
    const sum = typed.reduce((all, i) => all + Number(i.value.normalize("NFKC")) * Number(i.dataset.weight), 0);
    shown.textContent = sum.toFixed(Number(shown.dataset.decimals));
    if (bar && inputs.filter((i) => i.dataset.counts).length === bar.max) {
      const done = typed.filter((i) => i.dataset.counts).length;
      bar.value = done;
      words.textContent = words.textContent.replace(/\d+ \/ \d+/, `${done} / ${bar.max}`);
    }
  };
  form.addEventListener("input", () => setTimeout(add));
  form.addEventListener("click", () => setTimeout(add));
})();
