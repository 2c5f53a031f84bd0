/** Imported before everything else: what the product finds when it is loaded is the story's. */
import { fixChance } from './fixed-chance.ts';
import { divertFiles } from './memory-files.ts';

fixChance();
divertFiles();
