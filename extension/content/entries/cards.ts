// Injected into a page when it first has a notice or a click to hold.
import { makeCards } from "../cards";
import { holdSignOuts } from "../hold";
import { drawNotices } from "../notice";
import { offerQuestion } from "../question";
import { run } from "../run";

if (!run.drawCards) {
  const cards = makeCards();
  offerQuestion(cards);
  holdSignOuts();
  drawNotices(cards);
}
