/**
 * Everything that changes records on the device, the domain's commands with it, as one file to load:
 * lists are shown before it is there.
 */
import { discardCommand, retryCommand } from './answered.ts';
import { executeDrafts } from './execute.ts';
import { undoCommands } from './undo.ts';

export const changes = { executeDrafts, undoCommands, retryCommand, discardCommand };
export type Changes = typeof changes;
