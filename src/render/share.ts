import { type ShardShare, shardText } from '../model/shard.ts';
import { count, grouped } from './words.ts';

/** `shard 2/8 holds 1,243 of 10,000 personas` */
export function shareText(shard: ShardShare, files: number): string {
  return `shard ${shardText(shard)} holds ${shard.files === 0 ? 'none' : grouped(shard.files)} of ${count(files, 'persona')}`;
}
