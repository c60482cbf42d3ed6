/** What GitHub would make of a comment: its Markdown as a tree. */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

export interface Node {
  readonly type: string;
  /** Of text, code and HTML. */
  readonly value: string;
}

/** All nodes, parents before children. */
export function nodesOf(markdown: string): Node[] {
  return flatten(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
}

interface Tree {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Tree[];
}

function flatten({ type, value = '', children = [] }: Tree): Node[] {
  return [{ type, value }, ...children.flatMap(flatten)];
}
