// Injected into a frame when it contains a value with the shape of a key, or when the end of a key isn't confirmed yet.
import { watchCopies } from "../copies";
import { watchKeys } from "../keys";
import { run } from "../run";

if (!run.readKeys) {
  watchKeys();
  watchCopies();
}
