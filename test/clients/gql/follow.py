import asyncio
import json
import logging
import sys
from pathlib import Path

from gql import Client, gql
from gql.transport.exceptions import TransportClosed, TransportConnectionFailed
from gql.transport.websockets import WebsocketsTransport


async def follow(url, query, variables, told):
    request = gql(query)
    request.variable_values = {**variables, "after": None}
    while True:
        try:
            async with Client(transport=WebsocketsTransport(url=url)) as session:
                async for data in session.subscribe(request):
                    [item] = data.values()
                    request.variable_values["after"] = item["position"]
                    told(data)
        except (TransportClosed, TransportConnectionFailed):
            pass
        await asyncio.sleep(1)


def main():
    # It tells which sub-protocol the server chose.
    logging.basicConfig(stream=sys.stderr)
    logging.getLogger("gql.transport.websockets").setLevel(logging.DEBUG)
    document, url, variables = sys.argv[1:]
    told = lambda data: print(json.dumps(data), flush=True)
    asyncio.run(follow(url, Path(document).read_text(), json.loads(variables), told))


main()
