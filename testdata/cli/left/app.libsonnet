{
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: $._config.name },
}
