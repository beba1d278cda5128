// Finds answers: hears of each number that is asked for, and puts its triangular number into Redis.
import { reach } from "./reach.js";
import { Redis } from "./redis.js";

const { REDIS_HOST, REDIS_PORT = "6379" } = process.env;

const triangular = (index) => (index * (index + 1)) / 2;

const redis = new Redis(await reach(REDIS_HOST, Number(REDIS_PORT)));
const heard = new Redis(await reach(REDIS_HOST, Number(REDIS_PORT)), (index) =>
  redis.call("HSET", "values", index, triangular(Number(index))),
);
await heard.call("SUBSCRIBE", "asked");
console.log("listening");
