// As much of Postgres's protocol (3.0) as this application speaks: a password by SCRAM-SHA-256 or in clear text, and queries
// without parameters. Without TLS.
import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";

const message = (type, ...parts) => {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
};

const int32 = (number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(number);
  return bytes;
};

const hmac = (key, text) => createHmac("sha256", key).update(text).digest();

// RFC 5802 and RFC 7677.
class Scram {
  #password;
  #first = `n=,r=${randomBytes(18).toString("base64")}`;

  constructor(password) {
    this.#password = password;
  }

  first() {
    return `n,,${this.#first}`;
  }

  final(challenge) {
    const [, nonce, salt, iterations] = challenge.match(/^r=([^,]+),s=([^,]+),i=(\d+)/);
    const salted = pbkdf2Sync(this.#password, Buffer.from(salt, "base64"), Number(iterations), 32, "sha256");
    const key = hmac(salted, "Client Key");
    const stored = createHash("sha256").update(key).digest();
    const withoutProof = `c=biws,r=${nonce}`;
    const signature = hmac(stored, [this.#first, challenge, withoutProof].join(","));
    return `${withoutProof},p=${Buffer.from(key.map((byte, i) => byte ^ signature[i])).toString("base64")}`;
  }
}

export class Postgres {
  #socket;
  #scram;
  #password;
  #received = Buffer.alloc(0);
  #rows = [];
  #error;
  #ready;
  #queue;

  constructor(socket, { user, password, database }) {
    this.#password = password;
    this.#scram = new Scram(password);
    this.#socket = socket;
    this.#socket.on("error", (error) => console.error(`Postgres: ${error.message}`));
    this.#socket.on("close", () => {
      console.error(`Postgres: ${this.#error?.message ?? "the connection has ended"}`);
      process.exit(1);
    });
    this.#socket.on("data", (bytes) => this.#take(bytes));
    this.#queue = this.#answered();
    this.#socket.write(message("", int32(196608), `user\0${user}\0database\0${database}\0\0`));
  }

  // The rows of a query, each a list of texts. One after the other.
  query(text) {
    const rows = this.#queue.then(() => {
      const answer = this.#answered();
      this.#socket.write(message("Q", `${text}\0`));
      return answer;
    });
    this.#queue = rows.catch(() => []);
    return rows;
  }

  #answered() {
    this.#rows = [];
    this.#error = undefined;
    return new Promise((done, failed) => {
      this.#ready = () => (this.#error ? failed(this.#error) : done(this.#rows));
    });
  }

  #take(bytes) {
    this.#received = Buffer.concat([this.#received, bytes]);
    while (this.#received.length >= 5 && this.#received.length > this.#received.readInt32BE(1)) {
      const end = this.#received.readInt32BE(1) + 1;
      this.#message(String.fromCharCode(this.#received[0]), this.#received.subarray(5, end));
      this.#received = this.#received.subarray(end);
    }
  }

  #message(type, body) {
    if (type === "R") this.#authenticate(body.readInt32BE(0), body.subarray(4));
    if (type === "D") this.#rows.push(this.#row(body));
    if (type === "E") this.#error = new Error(body.toString().split("\0").find((field) => field.startsWith("M"))?.slice(1));
    if (type === "Z") this.#ready();
  }

  #authenticate(method, rest) {
    if (method === 3) this.#socket.write(message("p", `${this.#password}\0`));
    if (method === 10) {
      const first = this.#scram.first();
      this.#socket.write(message("p", "SCRAM-SHA-256\0", int32(first.length), first));
    }
    if (method === 11) this.#socket.write(message("p", this.#scram.final(rest.toString())));
  }

  #row(body) {
    const values = [];
    let at = 2;
    for (let i = 0; i < body.readInt16BE(0); i++) {
      const length = body.readInt32BE(at);
      values.push(length < 0 ? null : body.subarray(at + 4, at + 4 + length).toString());
      at += 4 + Math.max(0, length);
    }
    return values;
  }
}
