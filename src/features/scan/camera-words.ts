/** One table from why there is no picture to what is said and what can be done. */
import { m } from '#i18n/generated/messages.js';
import type { CameraFailure } from './camera-failure.ts';

export interface CameraWords {
	what(): string;
	todo(): string;
}

export const cameraWords: Readonly<Record<CameraFailure, CameraWords>> = {
	refused: { what: m.scan_camera_refused, todo: m.scan_camera_refused_todo },
	none: { what: m.scan_camera_none, todo: m.scan_camera_none_todo },
	busy: { what: m.scan_camera_busy, todo: m.scan_camera_busy_todo },
	insecure: { what: m.scan_camera_insecure, todo: m.scan_camera_insecure_todo },
	reader: { what: m.scan_camera_reader, todo: m.scan_camera_reader_todo },
	unknown: { what: m.scan_camera_unknown, todo: m.scan_camera_unknown_todo },
};
