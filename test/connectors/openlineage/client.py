"""Sends a run, a dataset and a job event by the real client: URL, transport (plain, gzip or async), job name."""
import sys
from datetime import datetime, timedelta, timezone

from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import (
    Dataset, DatasetEvent, InputDataset, Job, JobEvent, OutputDataset, Run, RunEvent, RunState,
)
from openlineage.client.facet_v2 import schema_dataset
from openlineage.client.transport.async_http import AsyncHttpConfig, AsyncHttpTransport
from openlineage.client.transport.http import HttpCompression, HttpConfig, HttpTransport

url, kind, name = sys.argv[1:4]
if kind == "async":
    transport = AsyncHttpTransport(AsyncHttpConfig(url=url))
else:
    compression = HttpCompression.GZIP if kind == "gzip" else None
    transport = HttpTransport(HttpConfig(url=url, compression=compression))
client = OpenLineageClient(transport=transport)

producer = "https://throughline.test/client"
began = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=timezone.utc)
run = Run(runId="01a20a6c-5019-77d8-a5c5-bbcce11ab2e6")
job = Job(namespace="client", name=name)
schema = schema_dataset.SchemaDatasetFacet(fields=[schema_dataset.SchemaDatasetFacetFields(name="id", type="BIGINT")])
orders = InputDataset(namespace="client", name=f"{name}.in", facets={"schema": schema})
result = OutputDataset(namespace="client", name=f"{name}.out")

for offset, state in enumerate([RunState.START, RunState.COMPLETE]):
    time = (began + timedelta(microseconds=offset)).isoformat()
    outputs = [] if state == RunState.START else [result]
    client.emit(RunEvent(eventType=state, eventTime=time, run=run, job=job, producer=producer, inputs=[orders], outputs=outputs))
client.emit(DatasetEvent(eventTime=began.isoformat(), producer=producer, dataset=Dataset(namespace="client", name=f"{name}.alone")))
client.emit(JobEvent(eventTime=began.isoformat(), producer=producer, job=Job(namespace="client", name=f"{name}.declared"), inputs=[orders], outputs=[]))
client.close(timeout=30.0)
