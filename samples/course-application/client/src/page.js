// What the page says. The heading stands in the first line that a visitor reads.
export const heading = "Triangular numbers";

const escaped = (text) => text.replace(/[&<>"]/g, (found) => `&#${found.charCodeAt(0)};`);

// A component is a function that gives HTML.
const Heading = ({ text }) => `<h1>${escaped(text)}</h1>`;

const Form = () => `
    <form id="form">
      <label>Which one? <input id="index" type="number" min="0" max="1000" required></label>
      <button>Ask</button>
    </form>`;

const Answers = () => `
    <h2>Asked so far</h2>
    <p id="seen"></p>
    <h2>Answers</h2>
    <ul id="values"></ul>`;

export const page = () => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>${escaped(heading)}</title>
    <script type="module" src="/application.js"></script>
  </head>
  <body>
    ${Heading({ text: heading })}
    ${Form()}
    ${Answers()}
  </body>
</html>
`;
