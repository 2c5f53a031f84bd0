import { afterEach, expect, test, vi } from 'vitest';
import { commandOptions } from '../fixtures/command-options.ts';

afterEach(() => vi.restoreAllMocks());

const options = { kills: { type: 'string', default: '200' }, json: { type: 'boolean' } } as const;

test('what stands on the command line is read, the rest is as by default', () => {
	expect({ ...commandOptions(options, ['--json']) }).toEqual({ kills: '200', json: true });
});

test('an unknown option is told in one sentence with those there are, and ends the command', () => {
	const said = vi.spyOn(console, 'error').mockReturnValue(undefined);
	const ended = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
	commandOptions(options, ['--nonsense']);
	expect(said.mock.calls).toEqual([
		["Unknown option '--nonsense'. Known options: --kills VALUE --json."],
	]);
	expect(ended).toHaveBeenCalledWith(1);
});
