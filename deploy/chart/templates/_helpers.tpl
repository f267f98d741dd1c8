{{- define "covenant.name" -}}
{{- printf "%s" .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{/* Labels of one part: (list . "relay") */}}
{{- define "covenant.labels" -}}
{{- $root := index . 0 -}}
{{ include "covenant.selector" . }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: covenant
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version }}
{{- end }}

{{- define "covenant.selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: covenant
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{- define "covenant.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}
{{- end -}}
{{- end -}}
{{- end }}

{{/* Of a pod: (user number) */}}
{{- define "covenant.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "covenant.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities: { drop: [ALL] }
{{- end }}

{{/* Replicas on nodes and zones of their own, as far as there are any: (list . "relay") */}}
{{- define "covenant.spread" -}}
{{- range $key := list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
- maxSkew: 1
  topologyKey: {{ $key }}
  whenUnsatisfiable: ScheduleAnyway
  labelSelector: { matchLabels: { {{ include "covenant.selector" $ | replace "\n" ", " }} } }
{{- end }}
{{- end }}

{{/* The chart's own PostgreSQL and Kafka have no TLS, its EventStoreDB has where there are certificates. */}}
{{- define "covenant.plainInside" -}}
{{- $plain := or .Values.postgresql.enabled .Values.kafka.enabled (and .Values.eventstore.enabled (not .Values.eventstore.tlsSecret)) -}}
{{ .Values.networkPolicy.plainInside | default (ternary "allowed" "refused" $plain) }}
{{- end }}

{{- define "covenant.brokers" -}}
{{- if .Values.kafka.enabled -}}
{{- $name := include "covenant.name" . -}}
{{- $brokers := list -}}
{{- range $i := until (int .Values.kafka.replicas) -}}
{{- $brokers = append $brokers (printf "%s-kafka-%d.%s-kafka:9092" $name $i $name) -}}
{{- end -}}
{{ join "," $brokers }}
{{- else -}}
{{ required "kafka.brokers names your own brokers, since kafka.enabled is false" (join "," .Values.kafka.brokers) }}
{{- end -}}
{{- end }}

{{/* What a process may write to beside its volumes, and the probes that all of them answer. */}}
{{- define "covenant.probes" -}}
startupProbe:
  httpGet: { path: /health/live, port: http }
  periodSeconds: 3
  failureThreshold: 100
livenessProbe:
  httpGet: { path: /health/live, port: http }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: { path: /health/ready, port: http }
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 3
{{- end }}

{{- define "covenant.claim" -}}
metadata:
  name: data
spec:
  accessModes: [ReadWriteOnce]
  {{- with .className }}
  storageClassName: {{ . }}
  {{- end }}
  resources: { requests: { storage: {{ .size }} } }
{{- end }}
