import { keepChoice, keptChoice } from './kept-choice.ts';

export const handChoices = ['right', 'left'] as const;
/** The thumb that presses the dock's main button. */
type HandChoice = (typeof handChoices)[number];

const handKey = 'outpost-hand';

class Hand {
	#choice = $state<HandChoice>(keptChoice(handKey, handChoices, 'right'));

	get choice(): HandChoice {
		return this.#choice;
	}

	set(choice: HandChoice): void {
		this.#choice = choice;
		keepChoice(handKey, choice);
	}
}

/** Left mirrors every dock. */
export const hand = new Hand();
