import * as v from 'valibot';
import { AudioRefSchema } from '../../protocol/blob.ts';
import { accept } from '../../result.ts';
import { factCommand } from '../order-command.ts';
import { VoiceSecondsSchema } from '../work-order.ts';

/** A voice note is a fact like a written one, and withdrawn like it; the same bytes twice are one. */
const addVoice = factCommand(
	'assigneeOrDispatcher',
	{ blob: AudioRefSchema, seconds: VoiceSecondsSchema, interrupted: v.optional(v.boolean()) },
	(order, args, _, stamp) => {
		const { voices = [] } = order;
		const known = voices.some(
			({ blob, retracted }) => blob.sha256 === args.blob.sha256 && !retracted,
		);
		return accept(known ? order : { ...order, voices: [...voices, { ...args, ...stamp }] });
	},
);

export const voiceCommands = { 'workOrder.addVoice@1': addVoice };
