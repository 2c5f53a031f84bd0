import { OrderWorld, sampleRequest, signedStrokes } from './order-world.ts';

/** For tests: an order worked on by its engineer, with one note, signed by the customer. */
export async function signedWorld(): Promise<OrderWorld> {
	const world = new OrderWorld();
	await world.do('dispatcher', 'create', { ...sampleRequest, lines: [{}] });
	await world.do('dispatcher', 'dispatch', { assigneeId: 'chen' });
	await world.do('engineer', 'accept');
	await world.do('engineer', 'arrive');
	const lineId = world.order.lines[0]?.id;
	const set = { cause: '硒鼓用尽', solution: '更换硒鼓', result: 'solved' };
	await world.do('engineer', 'recordWork', { lineId, set });
	await world.do('engineer', 'note', { text: '已告知用户' });
	await world.do('engineer', 'sign', { name: '王护士', strokes: signedStrokes });
	return world;
}
