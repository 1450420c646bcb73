"""A tile of inner products of bytes, in the processor's own instruction for it (AVX-512 VNNI, `vpdpbusd`).

Six queries meet sixty-four vectors at once: each instruction multiplies 64 pairs of bytes and adds them to 16 sums.
The compiler does not find this form by itself, so that the loop is written in its intermediate language (llvmlite).
The tile does not return sums but the vectors whose upper bound lies above the query's floor, one bit each.
"""

from typing import Any

import llvmlite.binding
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

QUERIES, GROUPS, LANES = 6, 4, 16
"""A tile: six queries by four groups of sixteen vectors; with it the sums fill 24 of 32 registers."""
SPAN = GROUPS * LANES
LIMITS = 5
"""Numbers per query: what undoes the offset of the bytes, scale, error, length of the rounded query, floor."""
_BYTE_PRODUCTS = "llvm.x86.avx512.vpdpbusd.512"


def available() -> bool:
    """Whether this processor has the instruction."""
    return bool(llvmlite.binding.get_host_cpu_features().get("avx512vnni", False))


_MASK, _SUM, _COUNT, _REAL = ir.IntType(16), ir.IntType(32), ir.IntType(64), ir.FloatType()
_SUMS, _REALS = ir.VectorType(_SUM, LANES), ir.VectorType(_REAL, LANES)


def _everywhere(builder: Any, value: Any, kind: ir.VectorType) -> Any:
    nothing = ir.Constant(kind, ir.Undefined)
    first = builder.insert_element(nothing, value, ir.Constant(_SUM, 0))
    return builder.shuffle_vector(first, nothing, ir.Constant(ir.VectorType(_SUM, LANES), [0] * LANES))


def _load(builder: Any, address: Any, offset: Any, kind: ir.Type, align: int) -> Any:
    at = builder.inttoptr(builder.add(address, offset), kind.as_pointer())
    loaded = builder.load(at)
    loaded.align = align
    return loaded


@intrinsic  # type: ignore[untyped-decorator]  # numba ships no types
def promising(
    # numba reads the names; the code below gets the values
    _context: Any,
    packed: Any,  # noqa: ARG001
    queries: Any,  # noqa: ARG001
    steps: Any,  # noqa: ARG001
    limits: Any,  # noqa: ARG001
    scale: Any,  # noqa: ARG001
    length: Any,  # noqa: ARG001
    error: Any,  # noqa: ARG001
    masks: Any,  # noqa: ARG001
) -> Any:
    """Write into `masks` (QUERIES × GROUPS, 16 bits each) the vectors that may lie above each query's floor.

    All arguments are addresses but `steps`, the number of four-byte steps. packed: (steps, GROUPS, LANES, 4) bytes
    offset by 128; queries: (QUERIES, 4 · steps) signed bytes; limits: (QUERIES, LIMITS) and scale, length, error:
    (SPAN,) in single precision.
    """

    def generate(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        packed, queries, steps, limits, scale, length, error, masks = arguments
        module = builder.module
        product = module.globals.get(_BYTE_PRODUCTS) or ir.Function(
            module, ir.FunctionType(_SUMS, [_SUMS, _SUMS, _SUMS]), _BYTE_PRODUCTS
        )
        sums = _sums(builder, product, packed, queries, steps)
        constants = [
            [_load(builder, address, ir.Constant(_COUNT, 4 * LANES * group), _REALS, 4) for group in range(GROUPS)]
            for address in (scale, length, error)
        ]
        for query in range(QUERIES):
            numbers = (
                _load(builder, limits, ir.Constant(_COUNT, 4 * (LIMITS * query + place)), _REAL, 4)
                for place in range(LIMITS)
            )
            undo, query_scale, query_error, query_length, floor = (
                _everywhere(builder, number, _REALS) for number in numbers
            )
            for group in range(GROUPS):
                vector_scale, vector_length, vector_error = (part[group] for part in constants)
                whole = builder.fadd(builder.sitofp(sums[query][group], _REALS), undo)
                about = builder.fmul(builder.fmul(whole, query_scale), vector_scale)
                slack = builder.fadd(builder.fmul(query_error, vector_length), builder.fmul(query_length, vector_error))
                above = builder.fcmp_ordered(">", builder.fadd(about, slack), floor)
                place = ir.Constant(_COUNT, 2 * (query * GROUPS + group))
                at = builder.inttoptr(builder.add(masks, place), _MASK.as_pointer())
                builder.store(builder.bitcast(above, _MASK), at).align = 2
        return context.get_dummy_value()

    return types.void(*[types.intp] * 8), generate


def _sums(builder: Any, product: Any, packed: Any, queries: Any, steps: Any) -> list[list[Any]]:
    """The loop over the bytes: sums (QUERIES, GROUPS) of sixteen lanes each."""
    entry = builder.block
    loop, done = builder.append_basic_block("bytes"), builder.append_basic_block("summed")
    builder.branch(loop)
    builder.position_at_end(loop)
    step = builder.phi(_COUNT)
    step.add_incoming(ir.Constant(_COUNT, 0), entry)
    sums = [[builder.phi(_SUMS) for _ in range(GROUPS)] for _ in range(QUERIES)]
    for row in sums:
        for item in row:
            item.add_incoming(ir.Constant(_SUMS, [0] * LANES), entry)
    here = builder.add(packed, builder.mul(step, ir.Constant(_COUNT, 4 * SPAN)))
    vectors = [_load(builder, here, ir.Constant(_COUNT, 4 * LANES * group), _SUMS, 64) for group in range(GROUPS)]
    there = builder.add(queries, builder.mul(step, ir.Constant(_COUNT, 4)))
    grown = []
    for query in range(QUERIES):
        four = _load(builder, there, builder.mul(steps, ir.Constant(_COUNT, 4 * query)), _SUM, 4)
        spread = _everywhere(builder, four, _SUMS)
        grown.append([builder.call(product, [sums[query][group], vectors[group], spread]) for group in range(GROUPS)])
    following = builder.add(step, ir.Constant(_COUNT, 1))
    step.add_incoming(following, loop)
    for query in range(QUERIES):
        for group in range(GROUPS):
            sums[query][group].add_incoming(grown[query][group], loop)
    builder.cbranch(builder.icmp_signed("<", following, steps), loop, done)
    builder.position_at_end(done)
    return grown
