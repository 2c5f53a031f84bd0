/**
 * The main job, end to end: dispatched at the desk, worked without signal on an imported asset,
 * scanned, signed, on paper, synced. The server process is really stopped while the engineer works,
 * and his phone dies once in the middle.
 */
import { expect, test } from '../fixtures/story.ts';
import { closeOrder, findWalkUp, seeResult, takeRequest, watchBoard } from './visit/at-desk.ts';
import {
	arriveByScan,
	checkSeal,
	dieAndReturn,
	loseSignal,
	receiveOrder,
	recordWork,
	searchKnowledge,
} from './visit/in-field.ts';
import { completeOnPaper, regainSignal, sign, takeWalkUp } from './visit/on-paper.ts';
import { Scene } from './visit/scene.ts';

const visitMsMax = 240_000;

const steps: readonly [string, (scene: Scene) => Promise<void>][] = [
	['1 the desk takes the request and dispatches it', takeRequest],
	['1 its list is live', watchBoard],
	['2 the phone has the order, its place and the knowledge', receiveOrder],
	['2 the signal goes, the app opens again by its address', loseSignal],
	['3 the engineer arrives and proves it by scan', arriveByScan],
	['3 he checks the seal', checkSeal],
	['3 he searches the knowledge base in two languages', searchKnowledge],
	['3 he records cause, solution, note, time, photos, checklist', recordWork],
	['3 the phone dies while he types: nothing is lost', dieAndReturn],
	['3 the customer signs', sign],
	['3 the order is completed and on paper', completeOnPaper],
	['4 a walk-up request gets its permanent number', takeWalkUp],
	['5 the signal returns and everything goes up by itself', regainSignal],
	['5 the desk sees order, photos, signature and the same paper', seeResult],
	['5 both numbers find the walk-up order', findWalkUp],
	['5 the dispatcher records the return visit and closes', closeOrder],
];

test('one visit, from the request to the return visit', async ({ browser, launchOptions }) => {
	test.setTimeout(visitMsMax);
	const scene = await Scene.open(browser, launchOptions);
	try {
		for (const [title, step] of steps) await test.step(title, () => step(scene));
		expect(scene.ledger.missingFrom(await scene.serverRecords())).toEqual([]);
		console.log(
			`visit: ${scene.ledger.size} things the screens had called saved are on the server`,
		);
	} finally {
		await scene.close();
	}
});
