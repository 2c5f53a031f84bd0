import { m } from '#i18n/generated/messages.js';
import type { VoiceFailure } from './microphone.ts';

/** Why nothing is recorded, and what helps. */
export const voiceFailureWords: Record<VoiceFailure, () => string> = {
	refused: m.wo_voice_refused,
	none: m.wo_voice_none,
	busy: m.wo_voice_busy,
	insecure: m.wo_voice_insecure,
	unsupported: m.wo_voice_unsupported,
	unknown: m.wo_voice_broken,
};
