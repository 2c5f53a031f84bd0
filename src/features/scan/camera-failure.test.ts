import { expect, it } from 'vitest';
import { cameraFailureOf } from './camera-failure.ts';
import { CameraInsecure } from './camera-ports.ts';
import { DecoderBroken } from './decoder.ts';

it.each([
	[new DOMException('', 'NotAllowedError'), 'refused'],
	[new DOMException('', 'NotFoundError'), 'none'],
	[new DOMException('', 'NotReadableError'), 'busy'],
	[new CameraInsecure(), 'insecure'],
	[new DecoderBroken(), 'reader'],
	[new TypeError('x'), 'unknown'],
	[{ name: 'toString' }, 'unknown'],
	['a string', 'unknown'],
	[undefined, 'unknown'],
])('%s is %s', (error, failure) => {
	expect(cameraFailureOf(error)).toBe(failure);
});
