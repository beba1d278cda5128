// Finds answers: hears of each number that is asked for, and puts its triangular number into Redis.
import { reach } from "./reach.js";
import { Redis } from "./redis.js";

const { REDIS_HOST, REDIS_PORT = "6379" } = process.env;

const triangular = (index) => (index * (index + 1)) / 2;

const redis = new Redis(await reach(REDIS_HOST, Number(REDIS_PORT)));
const answer = (index) => redis.call("HSET", "values", index, triangular(Number(index)));
const heard = new Redis(await reach(REDIS_HOST, Number(REDIS_PORT)), answer);
await heard.call("SUBSCRIBE", "asked");

// What was asked for while nobody listened.
const flat = await redis.call("HGETALL", "values");
for (let i = 0; i < flat.length; i += 2) if (flat[i + 1] === "not known yet") await answer(flat[i]);
console.log("listening");
