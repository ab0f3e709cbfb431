import fc from "fast-check";
import { keepFailures, replayed } from "../support/failed-properties.js";

fc.configureGlobal({ ...replayed(process.env), reporter: keepFailures() });
