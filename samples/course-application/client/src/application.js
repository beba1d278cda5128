// Runs in the browser.
const show = async () => {
  const seen = await (await fetch("/api/values/all")).json();
  const values = await (await fetch("/api/values/current")).json();
  document.getElementById("seen").textContent = seen.join(", ");
  document.getElementById("values").replaceChildren(
    ...Object.entries(values).map(([index, value]) => {
      const item = document.createElement("li");
      item.textContent = `Number ${index} is ${value}.`;
      return item;
    }),
  );
};

document.getElementById("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const index = Number(document.getElementById("index").value);
  await fetch("/api/values", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ index }),
  });
  await show();
});

show();
