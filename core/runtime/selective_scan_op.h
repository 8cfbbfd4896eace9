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
    bool m_sums = false;
};

/// The operator `SelectiveScan` of the domain "kintsugi", version 1, on the kernel of scan/selective_scan.h.
///
/// Inputs, float32: u [B, D, H, W]; delta [B, E, H, W], before bias and softplus; A [E, N]; b and c [B, K, N, H*W];
/// d [E]; delta_bias [E]. Output: y [B, D, H, W]. All in row-major pixel order.
/// Attributes: walks, K of 0 row-major, 1 column-major, 2 and 3 the same reversed; merge, 0 for channel groups (E = D,
/// the k-th D/K channels take walk k) or 1 for a sum (E = K D, walk k takes all D channels of u and rows k D … of E).
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
