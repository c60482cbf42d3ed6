/**
 * As much of the Kubernetes API as `kubectl apply` of ConfigMaps needs: discovery, and each map under its name. There
 * is no OpenAPI, and kubectl does without.
 */
import { configMapOf } from '../fleet.mjs';

const PREFIX = '/api/v1/namespaces/default/configmaps/';
const VERBS = ['create', 'delete', 'get', 'list', 'patch', 'update'];
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

const DISCOVERY = {
  '/version': { major: '1', minor: '33', gitVersion: 'v1.33.1' },
  '/api': { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] },
  '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [] },
  '/api/v1': {
    kind: 'APIResourceList',
    groupVersion: 'v1',
    resources: [
      {
        name: 'configmaps',
        singularName: 'configmap',
        namespaced: true,
        kind: 'ConfigMap',
        shortNames: ['cm'],
        verbs: VERBS,
      },
    ],
  },
};

/** Gives what answers `(method, url, body)` for so many maps: status and value, or null if it is not asked. */
export function kubernetesOf(size, isChanged) {
  const patched = new Map();
  return (method, url, body) => {
    const path = url.split('?')[0];
    if (Object.hasOwn(DISCOVERY, path)) return [200, DISCOVERY[path]];
    if (path.startsWith('/openapi/')) return [404, notFound(path)];
    if (!path.startsWith(PREFIX)) return null;
    const number = Number(path.slice(-5));
    if (!(number < size)) return [404, notFound(path)];
    const live = patched.get(number) ?? liveMapOf(number, isChanged(number));
    if (method === 'PATCH') patched.set(number, merged(live, JSON.parse(body)));
    return [200, patched.get(number) ?? live];
  };
}

/** As the cluster has it after an apply. One that is changed was edited since, which leaves the note of the apply. */
function liveMapOf(number, isChanged) {
  const { apiVersion, data, kind, metadata } = configMapOf(number);
  const applied = { apiVersion, data, kind, metadata: { annotations: {}, ...metadata } };
  return {
    apiVersion,
    kind,
    data: isChanged ? { ...data, role: 'Somebody else', prompt: `${data.prompt}\nAn edit in the cluster.` } : data,
    metadata: {
      ...metadata,
      annotations: { [LAST_APPLIED]: `${JSON.stringify(applied)}\n` },
      creationTimestamp: '2026-01-05T09:00:00Z',
      resourceVersion: String(1000 + number),
      uid: `c0000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    },
  };
}

function merged(live, { data, metadata }) {
  const annotations = { ...live.metadata.annotations, ...metadata?.annotations };
  return { ...live, data: { ...live.data, ...data }, metadata: { ...live.metadata, annotations } };
}

function notFound(path) {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    reason: 'NotFound',
    message: `${path} not found`,
    code: 404,
  };
}
