# comms in a container, as the user who calls it:
#   docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/work" comms lint requests/

FROM python:3.13-slim AS built
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY comms comms
COPY cli cli
COPY examples examples
RUN python -m venv /comms && /comms/bin/pip install --no-cache-dir '.[lsp,spreadsheets]'

FROM python:3.13-slim
ENV LANG=C.UTF-8 PATH=/comms/bin:$PATH
RUN useradd --create-home --uid 10001 comms
COPY --from=built /comms /comms
USER 10001
WORKDIR /work
ENTRYPOINT ["comms"]
CMD ["--help"]
