import type { JsonObject } from '../../src/model/json.ts';

export function personaOf(number: number): JsonObject;
export function yamlOf(persona: JsonObject): string;
export function writeFleet(root: string, name: string, size: number): string;
export function liveOf(number: number, isChanged: boolean): JsonObject & { readonly id: string; readonly name: string };
