import { expect, it, vi } from 'vitest';
import { openPokeStream } from './poke-stream.ts';

/** The browser's side of a line, opened and lost by hand. */
class LineByHand extends EventTarget {
	static opened: LineByHand[] = [];
	readonly CLOSED = 2;
	readyState = 0;
	onopen: (() => void) | undefined;
	onerror: (() => void) | undefined;
	constructor() {
		super();
		LineByHand.opened.push(this);
	}
	open(): void {
		this.readyState = 1;
		this.onopen?.();
	}
	fail(readyState: number): void {
		this.readyState = readyState;
		this.onerror?.();
	}
	close = vi.fn<() => void>();
}

function openLine() {
	LineByHand.opened = [];
	const heard: string[] = [];
	const later: (() => void)[] = [];
	const close = openPokeStream(
		{
			url: '/stream',
			EventSource: LineByHand as never,
			later: (_, then) => {
				later.push(then);
				return () => void later.splice(later.indexOf(then), 1);
			},
		},
		(reason) => heard.push(reason),
	);
	return { heard, later, close, line: () => LineByHand.opened.at(-1) as LineByHand };
}

it('says so whenever it opens: what changed while there was no line was not heard', () => {
	const { heard, line } = openLine();
	line().fail(0);
	expect(heard).toEqual([]);
	line().open();
	expect(heard).toEqual(['listening']);
	line().dispatchEvent(new Event('changed'));
	line().fail(0);
	line().open();
	expect(heard).toEqual(['listening', 'poke', 'listening']);
});

it('is opened anew after the server closed it for good, until somebody closes it here', () => {
	const { heard, later, line, close } = openLine();
	line().fail(2);
	later.shift()?.();
	expect(LineByHand.opened).toHaveLength(2);
	line().open();
	expect(heard).toEqual(['listening']);
	line().fail(2);
	close();
	expect(later).toEqual([]);
	expect(line().close).toHaveBeenCalled();
});
