// Writes what the browser gets into the folder build.
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { page } from "./page.js";

mkdirSync("build", { recursive: true });
writeFileSync("build/index.html", page());
copyFileSync("src/application.js", "build/application.js");
