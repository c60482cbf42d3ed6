/** A certificate for the stand-in's second port, since some peers know no address but one by https. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes key and certificate in the folder, good for this machine and a day; null where there is no `openssl`. */
export function makeCertificate(folder) {
  const [keyFile, file] = ['stand-in.key', 'stand-in.pem'].map((name) => join(folder, name));
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const options = { stdio: 'ignore', env: { PATH: process.env.PATH } };
  try {
    execFileSync('openssl', ['req', ...kind, ...subject, '-keyout', keyFile, '-out', file], options);
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
  return { file, key: readFileSync(keyFile), cert: readFileSync(file) };
}
