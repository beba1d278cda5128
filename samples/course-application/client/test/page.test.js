import assert from "node:assert/strict";
import { test } from "node:test";
import { heading, page } from "../src/page.js";

test("the page has its heading and a form", () => {
  assert.ok(page().includes(`<h1>${heading}</h1>`));
  assert.ok(page().includes('<form id="form">'));
});

test("the key of the survey is there, as the settings of the build have it", () => {
  assert.notEqual(process.env.SURVEY_KEY ?? "", "");
});
