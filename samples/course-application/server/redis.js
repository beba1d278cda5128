// As much of Redis's protocol (RESP2) as this application speaks.

// Reads one reply at an offset; undefined while it is not complete.
const reply = (text, at) => {
  const end = text.indexOf("\r\n", at);
  if (end < 0) return undefined;
  const line = text.slice(at + 1, end);
  const next = end + 2;
  switch (text[at]) {
    case "+":
      return { value: line, next };
    case "-":
      return { value: new Error(line), next };
    case ":":
      return { value: Number(line), next };
    case "$": {
      const length = Number(line);
      if (length < 0) return { value: null, next };
      if (text.length < next + length + 2) return undefined;
      return { value: text.slice(next, next + length), next: next + length + 2 };
    }
    default: {
      const items = [];
      let position = next;
      for (let i = 0; i < Number(line); i++) {
        const item = reply(text, position);
        if (item === undefined) return undefined;
        items.push(item.value);
        position = item.next;
      }
      return { value: items, next: position };
    }
  }
};

export class Redis {
  #socket;
  #waiting = [];
  #received = "";

  constructor(socket, heard = () => {}) {
    this.#socket = socket;
    this.#socket.setEncoding("latin1");
    this.#socket.on("error", (error) => console.error(`Redis: ${error.message}`));
    this.#socket.on("close", () => process.exit(1));
    this.#socket.on("data", (text) => {
      this.#received += text;
      for (let next = reply(this.#received, 0); next !== undefined; next = reply(this.#received, 0)) {
        this.#received = this.#received.slice(next.next);
        const message = Array.isArray(next.value) && next.value[0] === "message";
        if (message) heard(next.value[2]);
        else this.#waiting.shift()?.(next.value);
      }
    });
  }

  async call(...words) {
    const value = await new Promise((answered) => {
      this.#waiting.push(answered);
      const parts = words.map((word) => `$${String(word).length}\r\n${word}\r\n`);
      this.#socket.write(`*${words.length}\r\n${parts.join("")}`);
    });
    if (value instanceof Error) throw value;
    return value;
  }
}
