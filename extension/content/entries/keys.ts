// Injected into a frame when a value that has a key's shape is found, or when the end of a key has yet to be confirmed.
import { watchCopies } from "../copies";
import { watchKeys } from "../keys";
import { run } from "../run";

if (!run.readKeys) {
  watchKeys();
  watchCopies();
}
