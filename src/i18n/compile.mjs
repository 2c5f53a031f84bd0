/** Compiles the messages outside a build, for the type check, the linter and the tests. */
import { compile } from '@inlang/paraglide-js';
import { paraglideOptions } from './paraglide-options.ts';

await compile(paraglideOptions);
