#!/usr/bin/env node
// Starts the command line from the build; src/cli/main.ts is the program.
import '../dist/cli/main.js';
