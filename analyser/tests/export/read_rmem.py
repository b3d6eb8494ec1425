#!/usr/bin/env python3
"""read_rmem.py FILE: reads an .rmem file (version 1) by a reader of its own and prints what is in it as JSON.

Every number that must be in a range is checked; a file that breaks a rule ends it with a message.
"""
import json
import struct
import sys

NONE = 0xFFFFFFFF
data = open(sys.argv[1], "rb").read()


def must(holds, what):
    if not holds:
        sys.exit(what)


magic, version, flags, count, table = struct.unpack_from("<4sIIIQ", data, 0)
must(magic == b"RMEM" and version == 1 and flags == 1, "header")
must(data[24:64] == bytes(40), "the header's rest is zero")
must(table + 40 * count == len(data), "the table of contents is last")
sections = {}
for i in range(count):
    name, offset, length, elements = struct.unpack_from("<16sQQQ", data, table + 40 * i)
    must(64 <= offset and offset + length <= table, "a section lies in the file")
    sections[name.rstrip(b"\0").decode()] = (offset, length, elements)


def rows(name, layout):
    offset, length, elements = sections[name]
    must(length == elements * struct.calcsize(layout), f"{name}: length")
    return list(struct.iter_unpack(layout, data[offset : offset + length]))


texts = []
offset, length, elements = sections["string_dict"]
(number,) = struct.unpack_from("<I", data, offset)
must(number == elements, "string_dict: count")
at = offset + 4
for _ in range(number):
    (size,) = struct.unpack_from("<I", data, at)
    texts.append(data[at + 4 : at + 4 + size])
    at += 4 + size
must(at == offset + length, "string_dict: length")


def text(number):
    must(number < len(texts), "a text is in the dictionary")
    return texts[number].decode("utf-8", "replace")


nodes = rows("nodes", "<IIII")
must([node[0] for node in nodes] == list(range(len(nodes))), "node ids are dense")
must(all(node[1] == 0 and node[3] == NONE for node in nodes), "canonical 0, no class")
types = [text(node[2]) for node in nodes]
parent = [None] * len(nodes)
for source, target, link, is_tree, strength, zero in rows("edges", "<IIIBBH"):
    must(target < len(nodes) and (source == NONE or source < len(nodes)), "an edge leads to nodes")
    must(strength <= 2 and is_tree <= 1 and zero == 0, "an edge's flags")
    text(link)
    if is_tree:
        must(parent[target] is None, f"one tree edge into node {target}")
        parent[target] = (source, text(link))
must(all(parent), "every node has a tree edge")
for node in range(len(nodes)):
    steps = 0
    at = node
    while at != NONE and steps <= len(nodes):
        at = parent[at][0]
        steps += 1
    must(at == NONE, f"the tree path of node {node} ends at a root")

result = {"types": {}, "classes": {}, "locations": {}, "bytes": 0, "strings": 0, "texts": len(texts)}
result["roots"] = [link for source, link in parent if source == NONE]
for node_type in types:
    result["types"][node_type] = result["types"].get(node_type, 0) + 1
for node, kind, class_name, address, size, value, refs, info, region, extra in rows("locations", "<IIIQQIIIII"):
    must(node < len(nodes) and address > 0, "a location belongs to a node")
    must(text(kind).endswith("MemoryLocation"), "a location type's suffix")
    must(text(region) in ("zend_mm_heap", "zend_mm_huge", "vm_stack", "compiler_arena", "outside"), "a region")
    result["locations"][text(kind)] = result["locations"].get(text(kind), 0) + 1
    result["bytes"] += size
    if class_name != NONE:
        must(types[node] == "ObjectContext", "only objects have classes")
        result["classes"][text(class_name)] = result["classes"].get(text(class_name), 0) + 1
    if value != NONE:
        result["strings"] += 1
        text(value)
for node, key, value in rows("attributes", "<III"):
    must(node < len(nodes), "an attribute belongs to a node")
    text(key), text(value)
offset, length, elements = sections["summary"]
must(struct.unpack_from("<I", data, offset)[0] == elements and length == 4 + 8 * elements, "summary: length")
pairs = struct.iter_unpack("<II", data[offset + 4 : offset + length])
result["summary"] = {text(key): text(value) for key, value in pairs}
offset, length, elements = sections["runs"]
one, size = struct.unpack_from("<II", data, offset)
must(one == 1 and length == 8 + size and elements == 1, "runs")
result["created_at"] = data[offset + 8 : offset + length].decode()
print(json.dumps(result))
