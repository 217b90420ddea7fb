"""Jinja2 templates of a layout: sandboxed, strict, and with faults that name file and line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from publish.diagnostics import Diagnostic, PublishError, Severity
from publish.layouts import Layout


def page(layout: Layout, name: str, values: Mapping[str, Any]) -> str:
    """The template ``name`` filled with ``values``. Raises PublishError (LAY003) for its faults."""
    from jinja2 import DictLoader, StrictUndefined, TemplateError, TemplateSyntaxError
    from jinja2.sandbox import SandboxedEnvironment

    templates = {
        path: layout.text(path) for path in layout.files if path.endswith((".html", ".xhtml"))
    }
    environment = SandboxedEnvironment(
        loader=DictLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    layout.data(name)
    try:
        return environment.get_template(name).render(values)
    except TemplateSyntaxError as error:
        raise _fault(layout, error.name or name, error.lineno, error.message or "") from None
    except TemplateError as error:
        raise _fault(layout, name, _line(error, templates), error.message or "") from None
    except (TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise _fault(layout, name, _line(error, templates), str(error)) from None


def _line(error: Exception, templates: Mapping[str, str]) -> int:
    """The line of the innermost frame that is a template's."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in ("<template>", *templates):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _fault(layout: Layout, name: str, line: int, message: str) -> PublishError:
    return PublishError(
        Diagnostic(
            path=f"{layout.name}/{name}",
            line=line,
            column=1 if line else 0,
            code="LAY003",
            message=f"the template fails: {message}",
            severity=Severity.ERROR,
        )
    )
