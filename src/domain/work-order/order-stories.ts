/** How orders of the tests come to where a test begins. */
import type { Instant } from '../time/instant.ts';
import { OrderWorld, sampleRequest, signedStrokes } from './order-world.ts';

/** The one line of the orders below. */
export const line = 'dev-diao:1.1';
/** His work on it. */
export const fixed = {
	lineId: line,
	set: { cause: '辊轮脏', solution: '清洁辊轮', result: 'solved' },
};
/** The customer's signature before the work. */
export const consent = {
	lineIds: [line],
	text: { zh: '重装系统会清空系统盘', en: 'A new system erases the system drive' },
	afterVirus: false,
	...{ backup: 'done', backupBy: '刘护士', name: '刘护士', role: 'user' },
	strokes: signedStrokes,
};
export const signature = { name: '刘护士', strokes: signedStrokes };

/** Beijing time of the week of 2026-11-16 (Monday) as an instant. */
export function shanghai(day: number, clock: string): Instant {
	return new Date(`2026-11-${day}T${clock}:00+08:00`).toISOString() as Instant;
}

/** An order the desk has taken. */
export async function created(
	at = shanghai(20, '10:00'),
	request: object = {},
): Promise<OrderWorld> {
	const world = new OrderWorld().at(at);
	await world.do('dispatcher', 'create', { ...sampleRequest, ...request });
	return world;
}

/** Chen has arrived. */
export async function onSite(request: object = {}): Promise<OrderWorld> {
	const world = await created(undefined, request);
	await world.do('dispatcher', 'dispatch', { assigneeId: 'chen' });
	await world.do('engineer', 'accept');
	await world.do('engineer', 'arrive');
	return world;
}

/** Chen has done, signed and handed in his work. */
export async function completed(): Promise<OrderWorld> {
	const world = await onSite();
	await world.do('engineer', 'recordWork', fixed);
	await world.do('engineer', 'sign', signature);
	await world.do('engineer', 'complete', { minutes: 25 });
	return world;
}

/** Chen worked without signal while the desk gave the order to Wang. */
export async function lostMeanwhile(): Promise<OrderWorld> {
	const world = await created();
	await world.do('dispatcher', 'dispatch', { assigneeId: 'chen' });
	await world.do('engineer', 'accept');
	await world.do('dispatcher', 'dispatch', { assigneeId: 'wang', reason: 'absence' });
	return world;
}
