// The API: keeps what was asked in Postgres, and lets the worker find the answers by way of Redis.
import { createServer } from "node:http";
import { Postgres } from "./postgres.js";
import { reach } from "./reach.js";
import { Redis } from "./redis.js";

const { REDIS_HOST, REDIS_PORT = "6379", PGHOST, PGPORT = "5432", PGUSER, PGPASSWORD = "", PGDATABASE } = process.env;

const redis = new Redis(await reach(REDIS_HOST, Number(REDIS_PORT)));
const postgres = new Postgres(await reach(PGHOST, Number(PGPORT)), {
  user: PGUSER,
  password: PGPASSWORD,
  database: PGDATABASE,
});
await postgres.query("CREATE TABLE IF NOT EXISTS asked (number integer)");

const body = async (request) => {
  let text = "";
  for await (const part of request) text += part;
  return JSON.parse(text);
};

const ask = async (request) => {
  const index = (await body(request)).index;
  if (!Number.isInteger(index) || index < 0 || index > 1000) return [422, { error: "An index is 0 to 1000." }];
  await postgres.query(`INSERT INTO asked (number) VALUES (${index})`);
  await redis.call("HSETNX", "values", index, "not known yet");
  await redis.call("PUBLISH", "asked", index);
  return [201, { working: true }];
};

const all = async () => [200, (await postgres.query("SELECT DISTINCT number FROM asked ORDER BY number")).map(([number]) => Number(number))];

const current = async () => {
  const flat = await redis.call("HGETALL", "values");
  const values = {};
  for (let i = 0; i < flat.length; i += 2) values[flat[i]] = flat[i + 1];
  return [200, values];
};

const routes = { "GET /values/all": all, "GET /values/current": current, "POST /values": ask };

createServer(async (request, response) => {
  const route = routes[`${request.method} ${request.url}`] ?? (async () => [404, { error: "There is no such page." }]);
  try {
    const [status, value] = await route(request);
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
  } catch (error) {
    console.error(error.message);
    response.writeHead(500, { "Content-Type": "application/json" }).end('{"error": "It did not work."}');
  }
}).listen(5000, () => console.log("listening"));
