#pragma once

#include <onnxruntime_cxx_api.h>

#include <cstdint>
#include <vector>

namespace kintsugi {

/// Computes one node of the type SelectiveScan; see SelectiveScanOp.
class SelectiveScanNode {
public:
    explicit SelectiveScanNode(const OrtKernelInfo* info);
    OrtStatusPtr ComputeV2(OrtKernelContext* context) const;

private:
    void compute(OrtKernelContext* context) const;

    std::vector<std::int64_t> m_walks;
    std::int64_t m_merge = 0;
};

/// The operator `SelectiveScan` of the domain "kintsugi", version 1; inputs, output and attributes (`walks`, `merge`: 0
/// for groups, 1 for sums) are those of scan/image_scan.h.
/// Work is spread over the session's own threads.
class SelectiveScanOp : public Ort::CustomOpBase<SelectiveScanOp, SelectiveScanNode, true> {
public:
    static constexpr const char* domain = "kintsugi";

    OrtStatusPtr CreateKernelV2(const OrtApi& api, const OrtKernelInfo* info, void** kernel) const;
    const char* GetName() const { return "SelectiveScan"; }
    std::size_t GetInputTypeCount() const { return 7; }
    ONNXTensorElementDataType GetInputType(std::size_t) const { return ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT; }
    std::size_t GetOutputTypeCount() const { return 1; }
    ONNXTensorElementDataType GetOutputType(std::size_t) const { return ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT; }
    static OrtStatusPtr InferOutputShape(Ort::ShapeInferContext& context);
};

} // namespace kintsugi
